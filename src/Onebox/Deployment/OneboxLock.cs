namespace Nightshift.Onebox.Deployment;

/// <summary>One change of a box at a time: a lock on <c>&lt;dir&gt;/.lock</c>, which the kernel lets go when its holder dies.</summary>
internal static class OneboxLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until no other program changes the box.</summary>
    public static async Task<IDisposable> TakeAsync(string directory, IProgress<string> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, ".lock");
        for (var waited = false; ; waited = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (!waited) progress.Report($"waiting: another program is changing {directory}");
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
