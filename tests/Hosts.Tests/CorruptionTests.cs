using Nightshift.Hosts.Shells;
using Nightshift.Hosts.Tests.Support;

namespace Nightshift.Hosts.Tests;

/// <summary>Bytes that change on their way are found out on the other side.</summary>
public sealed class CorruptionTests(LocalMachine machine) : IClassFixture<LocalMachine>
{
    [Fact]
    public async Task UploadAsync_OneBitTurned_IsFoundAndTheTargetUntouched()
    {
        await using var hosts = Corrupting(at: 1000);
        var (source, target) = (machine.NewPath(), Path.Combine(Directory.CreateDirectory(machine.NewPath()).FullName, "bin"));
        await File.WriteAllBytesAsync(source, new byte[5000]);
        File.WriteAllText(target, "old");

        var fault = await Assert.ThrowsAsync<HostFileException>(
            () => hosts.Get(machine.Address).UploadAsync(source, target, Sha256Digest.Of(new byte[5000]), default));

        Assert.Equal(HostFileFault.DigestMismatch, fault.Fault);
        Assert.Equal("old", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task UploadDirectoryAsync_OneBitOfAFileTurned_IsFoundAndNothingIsThere()
    {
        var (source, target) = (Directory.CreateDirectory(machine.NewPath()).FullName, Path.Combine(machine.NewPath(), "release"));
        await File.WriteAllBytesAsync(Path.Combine(source, "bin"), new byte[50_000]);
        await using var hosts = Corrupting(at: 20_000);

        var fault = await Assert.ThrowsAsync<HostFileException>(
            () => hosts.Get(machine.Address).UploadDirectoryAsync(source, target, default));

        Assert.Equal(HostFileFault.DigestMismatch, fault.Fault);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task StartDetachedAsync_InputCutShort_StartsNothing()
    {
        var (id, mark) = (new DetachedId("short-input"), machine.NewPath());
        await using var hosts = Rewriting(_ => Stream.Null);
        var command = new HostCommand("touch", mark) { Stdin = "all of it"u8.ToArray() };

        await Assert.ThrowsAsync<HostProtocolException>(() => hosts.Get(machine.Address).StartDetachedAsync(id, command, default));

        Assert.False(File.Exists(mark));
        Assert.IsType<DetachedStatus.NeverStarted>(await machine.Host.AttachAsync(id, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task StartDetachedAsync_ReplyLost_IsFoundByItsId()
    {
        var (id, marks) = (new DetachedId("lost-reply"), machine.NewPath());
        await using var hosts = new OneHost(new SilencedShell(new LocalShell(machine.Address, machine.Options)), machine.Options);
        var command = new HostCommand("sh", "-c", $"echo x >>'{marks}'");

        var fault = await Assert.ThrowsAsync<HostConnectionException>(
            () => hosts.Get(machine.Address).StartDetachedAsync(id, command, default));
        await machine.Host.StartDetachedAsync(id, command, default);
        var status = await machine.Host.AttachAsync(id, TimeSpan.FromSeconds(30), default);

        Assert.True(fault.MayHaveRun);
        Assert.Equal(0, Assert.IsType<DetachedStatus.Exited>(status).Code);
        Assert.Equal("x\n", File.ReadAllText(marks));
    }

    private OneHost Corrupting(long at) => Rewriting(stream => new CorruptingStream(stream, at));

    private OneHost Rewriting(Func<Stream, Stream> stdin) =>
        new(new RewrittenShell(new LocalShell(machine.Address, machine.Options), stdin: stdin), machine.Options);

    /// <summary>Does everything and tells nothing.</summary>
    private sealed class SilencedShell(IShell inner) : IShell, IShellSink
    {
        public HostAddress Address => inner.Address;

        public TimeSpan Beginning => TimeSpan.Zero;

        public Task RunAsync(
            string line, Func<Stream, CancellationToken, Task>? stdin, IShellSink stdout, IShellSink stderr, CancellationToken hangUp) =>
            inner.RunAsync(line, stdin, this, this, hangUp);

        public void Write(ReadOnlySpan<byte> bytes)
        {
        }

        public ConnectFailedReason Classify(string said) => ConnectFailedReason.Lost;

        public Task AbandonAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
