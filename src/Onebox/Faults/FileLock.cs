using System.Diagnostics;

namespace Nightshift.Onebox.Faults;

/// <summary>An advisory lock on a file, let go by the kernel when its holder dies.</summary>
internal static class FileLock
{
    /// <summary>Waits for the lock.</summary>
    /// <exception cref="TimeoutException">Another process held it all the time.</exception>
    public static FileStream Take(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (waited.Elapsed > patience)
                {
                    throw new TimeoutException($"{path} stayed locked for {patience.TotalSeconds} s", error);
                }

                pause.Wait(TimeSpan.FromMilliseconds(5));
            }
        }
    }
}
