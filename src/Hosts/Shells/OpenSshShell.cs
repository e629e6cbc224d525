using System.Diagnostics;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// A host by the user's own OpenSSH client: one master connection (ControlMaster, ssh_config(5)) that the lines share. The master is
/// opened on its own, so that a failure to connect is known to have run nothing; one that died is opened again by the next line.
/// </summary>
internal sealed class OpenSshShell(HostAddress address, OpenSshArguments arguments, HostsOptions options, TimeProvider time) : IShell
{
    private static readonly TimeSpan ControlTimeout = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _connecting = new(1);
    private bool _closed;

    public HostAddress Address => address;

    /// <summary>Nobody knows whether it was heard at all; the connection is given up with it.</summary>
    public TimeSpan Beginning => TimeSpan.Zero;

    public async Task RunAsync(
        string line, Func<Stream, CancellationToken, Task>? stdin, IShellSink stdout, IShellSink stderr, CancellationToken hangUp)
    {
        await ConnectAsync(hangUp);
        await ShellProcess.RunAsync(Start(arguments.ForLine(line)), stdin, stdout, stderr, killOnHangUp: true, hangUp);
    }

    public ConnectFailedReason Classify(string said) => OpenSshFaults.Classify(said);

    public Task AbandonAsync() => ControlAsync("stop");

    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync();
        _closed = true;
        _connecting.Release();
        await ControlAsync("exit");
    }

    /// <summary>In a session of its own, so that an interrupt from our terminal does not cut calls under way.</summary>
    private static ProcessStartInfo Start(IEnumerable<string> arguments) => new("setsid", ["ssh", .. arguments]);

    private async Task ConnectAsync(CancellationToken hangUp)
    {
        await EnterAsync(hangUp);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!File.Exists(arguments.ControlPath))
                await OpenMasterAsync(hangUp);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task EnterAsync(CancellationToken hangUp)
    {
        try
        {
            await _connecting.WaitAsync(hangUp);
        }
        catch (OperationCanceledException e)
        {
            throw new HostConnectionException(
                address, ConnectFailedReason.TimedOut, mayHaveRun: false, "while another call was connecting", e);
        }
    }

    private async Task OpenMasterAsync(CancellationToken hangUp)
    {
        // ConnectTimeout of ssh_config ends with the key exchange; ours also covers the login.
        using var timeout = new CancellationTokenSource(options.ConnectTimeout + TimeSpan.FromSeconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, hangUp);
        var said = new BoundedText();
        try
        {
            if (await ShellProcess.RunAsync(Start(arguments.ForMaster()), null, said, said, killOnHangUp: true, either.Token) == 0)
                return;
        }
        catch (OperationCanceledException e)
        {
            throw new HostConnectionException(address, ConnectFailedReason.TimedOut, mayHaveRun: false, said.Text, e);
        }

        throw new HostConnectionException(address, OpenSshFaults.Classify(said.Text), mayHaveRun: false, said.Text);
    }

    private async Task ControlAsync(string command)
    {
        if (!File.Exists(arguments.ControlPath))
            return;
        using var timeout = new CancellationTokenSource(ControlTimeout, time);
        var said = new BoundedText();
        try
        {
            await ShellProcess.RunAsync(Start(arguments.ForControl(command)), null, said, said, killOnHangUp: true, timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // The master is stuck; it ends by its own alive check. Without the socket nobody uses it.
            File.Delete(arguments.ControlPath);
        }
    }
}
