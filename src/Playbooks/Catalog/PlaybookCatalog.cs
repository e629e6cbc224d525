using Microsoft.Extensions.Logging;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>
/// The playbooks of the folder as they are now. Every look-up compares the files with the last ones (names, lengths, times; contents by hash where
/// something changed), so that a new file is a new command. Faults are data: nothing a source contains makes a look-up throw.
/// </summary>
public sealed class PlaybookCatalog : IDisposable
{
    // File systems give two changes within one tick the same time; so young a file is read again.
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(2);

    private readonly PlaybookFolder _folder;
    private readonly CatalogReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger<PlaybookCatalog> _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<FileStamp>? _stamps;
    private bool _readYoung;
    private PlaybookSet _current = new([], []);

    internal PlaybookCatalog(
        PlaybookSettings settings,
        IEnumerable<IClusterKind> kinds,
        PlaybookCompiler compiler,
        TimeProvider time,
        ILogger<PlaybookCatalog> logger)
    {
        _folder = new PlaybookFolder(settings.Folder);
        _reader = new CatalogReader(_folder, new PlaybookReader([.. kinds], settings.ReservedWords, compiler));
        _time = time;
        _logger = logger;
    }

    /// <summary>Fast when nothing changed; otherwise as long as the changed files take to compile.</summary>
    public async Task<PlaybookSet> CurrentAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var stamps = _folder.Stamps();
            if (!_readYoung && _stamps is not null && _stamps.SequenceEqual(stamps)) return _current;
            _readYoung = stamps.Any(stamp => _time.GetUtcNow().UtcDateTime - stamp.Changed < Young);
            var set = await Task.Run(() => _reader.Read(stamps), cancellationToken);
            if (!set.Faults.SequenceEqual(_current.Faults) || set.Playbooks.Count != _current.Playbooks.Count)
                PlaybookLog.CatalogRead(_logger, set.Playbooks.Count, set.Faults.Count);
            (_stamps, _current) = (stamps, set);
            return set;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
