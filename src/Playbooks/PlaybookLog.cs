using Microsoft.Extensions.Logging;

namespace Nightshift.Playbooks;

internal static partial class PlaybookLog
{
    [LoggerMessage(4001, LogLevel.Warning, "The compiled playbook {Path} does not match its digest and is compiled again")]
    public static partial void CacheEntryDamaged(ILogger logger, string path);

    [LoggerMessage(4002, LogLevel.Warning, "Compiled playbooks cannot be kept in {Folder}")]
    public static partial void CacheUnusable(ILogger logger, Exception exception, string folder);

    [LoggerMessage(4003, LogLevel.Information, "Compiled {Path} in {Elapsed}")]
    public static partial void Compiled(ILogger logger, string path, TimeSpan elapsed);

    [LoggerMessage(4004, LogLevel.Information, "{Playbooks} playbooks, {Faults} faults")]
    public static partial void CatalogRead(ILogger logger, int playbooks, int faults);
}
