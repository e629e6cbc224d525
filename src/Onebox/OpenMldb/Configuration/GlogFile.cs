using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.OpenMldb.Configuration;

/// <summary>Log files as glog writes them: <c>&lt;dir&gt;/&lt;role&gt;.INFO</c> with every line, <c>.WARNING</c> with warnings and errors.</summary>
internal sealed class GlogFile : ILogger, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly StreamWriter _info;
    private readonly StreamWriter _warning;

    public GlogFile(string directory, string role, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        _time = time;
        _info = Open(Path.Combine(directory, $"{role}.INFO"));
        _warning = Open(Path.Combine(directory, $"{role}.WARNING"));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var letter = logLevel switch { LogLevel.Information => 'I', LogLevel.Warning => 'W', _ => 'E' };
        var stamp = _time.GetLocalNow().ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        var line = $"{letter}{stamp} {Environment.CurrentManagedThreadId} {eventId.Name}] {formatter(state, exception)}";
        if (exception is not null)
        {
            line = $"{line}\n{exception}";
        }

        lock (_lock)
        {
            _info.WriteLine(line);
            if (letter != 'I')
            {
                _warning.WriteLine(line);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _info.Dispose();
            _warning.Dispose();
        }
    }

    private static StreamWriter Open(string path)
        => new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
}
