using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>Runs playbooks from the sources that the run keeps; the files of the folder are never read here.</summary>
public sealed class PlaybookProgram : IRunProgram
{
    private readonly PlaybookCompiler _compiler;
    private readonly IClusters _clusters;
    private readonly TimeProvider _time;

    internal PlaybookProgram(PlaybookCompiler compiler, IClusters clusters, TimeProvider time) => (_compiler, _clusters, _time) = (compiler, clusters, time);

    /// <exception cref="PlaybookFaultException">The sources do not compile (any more: the program may be newer than the run).</exception>
    /// <exception cref="InvalidOperationException">The cluster is not configured.</exception>
    public async Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken)
    {
        var cluster = Cluster(request);
        var sources = SourceClosure.Of(request.Playbook, path => Stored(request, path));
        var compiled = await Task.Run(() => _compiler.Compile(sources, cluster.Kind).OrThrow(), cancellationToken);
        using var playbook = new LoadedPlaybook(compiled);
        await playbook.RunAsync(new PlaybookGlobals(context, cluster, record => OptionsReader.Read(request.Options, record), cancellationToken));
    }

    public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) =>
        Cluster(request).FingerprintAsync(cancellationToken);

    /// <summary>Those of the run's cluster; none where the playbook cannot be carried out either.</summary>
    public IReadOnlyList<GuardDefinition> Guards(RunRequest request, Func<RunView> view) =>
        _clusters.Find(request.Cluster) is { } cluster ? cluster.Guards(GuardContext.Of(cluster.Kind, view, _time)) : [];

    private ICluster Cluster(RunRequest request)
    {
        var cluster = _clusters.Find(request.Cluster) ?? throw new InvalidOperationException($"cluster '{request.Cluster}' is not configured");
        var kind = PlaybookPath.KindOf(request.Playbook);
        return cluster.Kind.Name == kind
            ? cluster
            : throw new InvalidOperationException($"{PlaybookPath.Display(request.Playbook)} is for clusters of kind {kind}, '{cluster.Name}' is {cluster.Kind.Name}");
    }

    private static string Stored(RunRequest request, string path) =>
        request.Sources.FirstOrDefault(source => source.Path == path)?.Text ?? throw new FileNotFoundException("the run keeps no such source");
}
