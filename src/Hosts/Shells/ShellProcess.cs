using System.ComponentModel;
using System.Diagnostics;

namespace Nightshift.Hosts.Shells;

/// <summary>A child process of ours whose three streams are moved until all have ended.</summary>
internal static class ShellProcess
{
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">Hung up; the child was ended if <paramref name="killOnHangUp"/> says so, else left
    /// alone.</exception>
    internal static async Task<int> RunAsync(
        ProcessStartInfo start, Func<Stream, CancellationToken, Task>? stdin, IShellSink stdout, IShellSink stderr, bool killOnHangUp,
        CancellationToken hangUp)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        hangUp.ThrowIfCancellationRequested();
        using var process = Start(start);
        // Process leaves streams that were asked for to the one who asked.
        await using var output = process.StandardOutput.BaseStream;
        await using var error = process.StandardError.BaseStream;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(hangUp);
        var feeding = FeedAsync(process.StandardInput.BaseStream, stdin, over.Token);
        try
        {
            await Task.WhenAll(DrainAsync(output, stdout, hangUp), DrainAsync(error, stderr, hangUp), process.WaitForExitAsync(hangUp));
        }
        finally
        {
            if (killOnHangUp && !process.HasExited)
                process.Kill();
            await over.CancelAsync();
            await feeding;
        }

        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"this machine cannot run {start.FileName}: {e.Message}", e);
        }
    }

    private static async Task DrainAsync(Stream from, IShellSink to, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            to.Write(buffer.AsSpan(0, count));
    }

    private static async Task FeedAsync(Stream to, Func<Stream, CancellationToken, Task>? stdin, CancellationToken cancellationToken)
    {
        try
        {
            await using (to)
            {
                if (stdin is not null)
                    await stdin(to, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException || cancellationToken.IsCancellationRequested)
        {
            // The reader went away or needs no more; whether it had enough is told by its answer.
        }
    }
}
