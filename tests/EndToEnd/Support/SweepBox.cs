using Nightshift.Bot.PlaybookTests;
using Nightshift.Bot.PlaybookTests.Boxes;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Support;

/// <summary>A small box with everything that tests playbooks, for all tests of a class; gone at the end.</summary>
public sealed class SweepBox : IAsyncLifetime
{
    private Box? _box;
    private TestCluster? _cluster;

    internal RawCluster Raw { get; private set; } = null!;

    internal string Tablet(int number) => _box!.Tablet(number);

    public async Task InitializeAsync()
    {
        _box = await Box.UpAsync(partitions: 3);
        Raw = new RawCluster(_box);
        _cluster = await TestCluster.UpAsync(new OpenMldbTestBox(_box.Cluster.Options), Repository.Scripts, new Progress<string>(), default);
    }

    public async Task DisposeAsync()
    {
        Raw?.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_box is not null) await _box.DisposeAsync();
    }

    /// <param name="file">In full, or by its path below <c>scripts</c>.</param>
    internal Task<Sweep> SweepAsync(string file, string? command, ITestOutputHelper output, bool completes = true, TimeSpan? settling = null) =>
        Sweep.OfAsync(_cluster!, file, command, output, completes, settling);
}
