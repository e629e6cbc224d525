namespace Nightshift.Onebox.OpenMldb;

/// <summary>An OpenMLDB nameserver or tablet as the process that it is run in.</summary>
public static class OpenMldbNode
{
    /// <summary>
    /// Runs the role that the flags name until it ends: upstream's command line, for example
    /// <c>--flagfile=./conf/tablet.flags --enable_status_service=true</c>, with the current directory as install root.
    /// SIGINT ends it gracefully; SIGTERM must be left at its default, which is immediate death, by closing no ZooKeeper session.
    /// </summary>
    /// <param name="args">Flags as <c>--name=value</c>, <c>--name value</c> or <c>--name</c>; unknown ones are logged and ignored.</param>
    /// <param name="version">Release as <c>/version</c> shows it, for example <c>0.9.2-1a2b3c4</c>.</param>
    /// <param name="cancellationToken">Ends the process gracefully, as SIGINT does.</param>
    /// <returns>The exit code: 0 after a graceful end, 1 when the process could not start or had to give up.</returns>
    public static Task<int> RunAsync(string[] args, string version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentException.ThrowIfNullOrEmpty(version);
        return new NodeProcess(args, Environment.CurrentDirectory, version, TimeProvider.System, new Random()).RunAsync(cancellationToken);
    }
}
