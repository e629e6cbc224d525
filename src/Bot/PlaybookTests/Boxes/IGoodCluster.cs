namespace Nightshift.Bot.PlaybookTests.Boxes;

/// <summary>A cluster in a box as it was when it was in order.</summary>
internal interface IGoodCluster
{
    /// <summary>What is worse now, a sentence each.</summary>
    /// <exception cref="HttpRequestException">A server did not answer.</exception>
    /// <exception cref="Onebox.Deployment.OneboxException">Nobody leads.</exception>
    Task<IReadOnlyList<string>> WorseNowAsync(CancellationToken cancellationToken);

    /// <summary>As it is now is good as well: a playbook may move things on purpose.</summary>
    Task AlsoGoodAsync(CancellationToken cancellationToken);

    /// <summary>Has every process run and every partition served again, and puts settings back. Who leads what may be another than before.</summary>
    /// <exception cref="Onebox.Deployment.OneboxException">It cannot be repaired.</exception>
    Task RepairAsync(CancellationToken cancellationToken);
}
