using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>A log file as upstream's simple logger writes it: <c>log/log.1.txt</c>, lines <c>D2024-01-01 00:00:00.000 …</c>.</summary>
internal sealed class ServerLog : ILogger, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly StreamWriter _file;

    public ServerLog(string directory, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(directory);
        _file = new StreamWriter(new FileStream(Path.Combine(directory, "log.1.txt"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var letter = logLevel switch { LogLevel.Information => 'I', LogLevel.Warning => 'W', LogLevel.Error => 'E', _ => 'F' };
        var stamp = _time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var line = $"{letter}{stamp} {Environment.CurrentManagedThreadId} {formatter(state, exception)}";
        if (exception is not null) line = $"{line}\n{exception}";
        lock (_lock) _file.WriteLine(line);
    }

    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }
}
