namespace Nightshift.Bot.PlaybookTests.Boxes;

/// <summary>A cluster in a box that playbooks for one kind of cluster are tested on. Disposing it takes it down.</summary>
internal interface ITestBox : IAsyncDisposable
{
    /// <summary>Where everything of it lives.</summary>
    string Directory { get; }

    /// <summary>Brings up what does not run, and waits until all of it is in order.</summary>
    /// <exception cref="Onebox.Deployment.OneboxException">It cannot be brought up.</exception>
    Task UpAsync(IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>What its kind of cluster is to be told besides.</summary>
    void Configure(IServiceCollection services);

    /// <summary>Endpoints of its processes by their names: <c>tablet1</c>, <c>meta2</c>.</summary>
    Task<IReadOnlyDictionary<string, string>> EndpointsAsync(CancellationToken cancellationToken);

    /// <summary>What a person would write in appsettings.json for it.</summary>
    Task<IReadOnlyDictionary<string, string?>> ConfigurationAsync(CancellationToken cancellationToken);

    /// <summary>Looks at the cluster, which is in order, so that it can be compared later.</summary>
    /// <exception cref="HttpRequestException">A server did not answer.</exception>
    /// <exception cref="Onebox.Deployment.OneboxException">Nobody leads.</exception>
    Task<IGoodCluster> LookAsync(CancellationToken cancellationToken);
}
