using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>A Pegasus box of processes in a temporary folder and on free ports, gone with everything in it at the end.</summary>
internal sealed class PegasusTestBox : IAsyncDisposable
{
    private PegasusTestBox(PegasusOnebox cluster) => Cluster = cluster;

    public PegasusOnebox Cluster { get; }

    public string Root => Cluster.Options.Directory;

    public string Folder(string server) => Path.Combine(Root, server);

    public static async Task<PegasusTestBox> UpAsync(PegasusOptions? options = null)
    {
        options ??= new PegasusOptions { Directory = "" };
        var box = new PegasusTestBox(new PegasusOnebox(options with
        {
            Directory = Directory.CreateTempSubdirectory("pegasus-box-").FullName,
            PortOffset = PegasusPorts.FreeOffset(Environment.ProcessId * 7),
        }, TimeProvider.System));
        try
        {
            await box.Cluster.UpAsync(new Progress<string>(), CancellationToken.None);
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    public async Task<OneboxProcessStatus> StatusAsync(string server) =>
        (await Cluster.StatusAsync(CancellationToken.None)).Single(process => process.Component.Name == server);

    public async ValueTask DisposeAsync()
    {
        await Cluster.DownAsync(new Progress<string>(), CancellationToken.None);
        Cluster.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
