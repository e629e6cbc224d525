using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Tests.Support;

/// <summary>A shell whose lines and input are changed on their way.</summary>
internal sealed class RewrittenShell(IShell inner, Func<string, string>? line = null, Func<Stream, Stream>? stdin = null) : IShell
{
    public HostAddress Address => inner.Address;

    public TimeSpan Beginning => inner.Beginning;

    public Task RunAsync(
        string text, Func<Stream, CancellationToken, Task>? feed, IShellSink stdout, IShellSink stderr, CancellationToken hangUp) =>
        inner.RunAsync(
            line is null ? text : line(text),
            feed is null || stdin is null ? feed : (stream, token) => feed(stdin(stream), token),
            stdout, stderr, hangUp);

    public ConnectFailedReason Classify(string said) => inner.Classify(said);

    public Task AbandonAsync() => inner.AbandonAsync();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

internal sealed class OneHost(IShell shell, HostsOptions options) : IHosts
{
    private readonly ShellHost _host = new(shell, options, TimeProvider.System, NullLogger.Instance);

    public IHost Get(HostAddress address) => _host;

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>Turns over one bit of the byte at the given place.</summary>
internal sealed class CorruptingStream(Stream inner, long at) : Stream
{
    private long _position;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        var copy = buffer.AsSpan(offset, count).ToArray();
        if (at >= _position && at < _position + count)
            copy[at - _position] ^= 1;
        _position += count;
        inner.Write(copy);
    }
}
