using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Nightshift.EndToEnd.Support;

/// <summary>The program as a user starts it, in a process of its own.</summary>
internal sealed partial class BotProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private BotProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public IReadOnlyList<string> Output => [.. _output];

    public string Everything => string.Join('\n', [.. _output, .. _errors]);

    public bool HasExited => _process.HasExited;

    /// <param name="onTerminal">As somebody who sits in front of it, with very wide lines; its standard output then holds what the terminal got.</param>
    public static BotProcess Start(
        string home, IReadOnlyList<string> arguments, string? scripts = null, IReadOnlyDictionary<string, string>? environment = null, bool onTerminal = false)
    {
        List<string> command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Nightshift.Bot.dll"), .. arguments];
        if (onTerminal) command = ["script", "-qec", $"stty cols 4000; exec {string.Join(' ', command.Select(word => $"'{word}'"))}", "/dev/null"];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["Nightshift__Scripts"] = scripts ?? Repository.Scripts;
        start.Environment["Nightshift__Web__Url"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var bot = new BotProcess(new Process { StartInfo = start });
        bot._process.Start();
        bot._process.StandardInput.Close();
        bot._process.BeginOutputReadLine();
        bot._process.BeginErrorReadLine();
        return bot;
    }

    /// <summary>Waits for its end. Kills it and fails when that takes longer than <paramref name="patience"/>.</summary>
    public async Task<Finished> EndAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            Assert.Fail($"the bot did not end within {patience}:\n{Everything}");
        }

        return new Finished(_process.ExitCode, Output, Everything);
    }

    /// <summary>SIGKILL: no chance to say goodbye.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan patience)
    {
        var until = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
        {
            if (_output.FirstOrDefault(wanted) is { } line) return line;
            if (_process.HasExited) break;
            await Task.Delay(20);
        }

        throw new InvalidOperationException($"the line that was waited for did not come:\n{Everything}");
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}

/// <summary>A program that ended.</summary>
internal sealed record Finished(int ExitCode, IReadOnlyList<string> Output, string Everything)
{
    /// <summary>The last line of <c>--format json</c>.</summary>
    public JsonElement Last => JsonDocument.Parse(Output[^1]).RootElement;

    public IEnumerable<JsonElement> Lines => Output.Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement);
}
