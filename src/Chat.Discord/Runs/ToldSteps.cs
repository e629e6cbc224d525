using Nightshift.Runs;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Which ends of steps were told: in the store, some hundred keys in a document, so that a run of thousands of steps never writes them all again; read once in a process.</summary>
internal sealed class ToldSteps(IChannelDocuments store, TimeProvider time)
{
    public const string Space = "discord-told";
    private const int InOne = 200;
    private readonly Dictionary<RunId, HashSet<string>> _read = [];

    /// <param name="earlier">What an earlier version kept elsewhere.</param>
    public async Task<IReadOnlySet<string>> OfAsync(RunId run, IReadOnlyList<string> earlier, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(run, out var known)) return known;
        var documents = await store.ListAsync(Space, RunNames.Topic(run), cancellationToken);
        return _read[run] = [.. earlier, .. documents.SelectMany(document => document.Body.Split('\n'))];
    }

    /// <summary>To be written together with the messages that tell them.</summary>
    /// <param name="known">How many were told before.</param>
    public IEnumerable<ChannelChange> Adding(RunId run, int known, IReadOnlyList<string> keys) => keys
        .Select((key, at) => (Key: key, Number: (known + at) / InOne))
        .GroupBy(one => one.Number, one => one.Key)
        .Select(some => Change(run, some.Key, document => new ChannelEntry(string.Join('\n', document is null ? some : some.Prepend(document.Body)), IsOpen: true)));

    /// <summary>Nothing more is told of the run: they may be forgotten in time.</summary>
    public IEnumerable<ChannelChange> Closing(RunId run, int known) => Enumerable.Range(0, (known / InOne) + 1)
        .Select(number => Change(run, number, document => document is { IsOpen: true } ? new ChannelEntry(document.Body, IsOpen: false) : null));

    /// <summary>Those of <see cref="Adding"/> are on disk.</summary>
    public void Added(RunId run, IEnumerable<string> keys) => _read[run].UnionWith(keys);

    /// <summary>They are read again when they are needed.</summary>
    public void Forget(RunId run) => _read.Remove(run);

    private ChannelChange Change(RunId run, int number, Func<ChannelDocument?, ChannelEntry?> change) =>
        new(Space, RunNames.Topic(run), RunNames.Told(run, number), time.GetUtcNow(), change);
}
