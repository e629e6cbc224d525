using System.Globalization;
using System.Text;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Files;

/// <summary>Single files.</summary>
internal sealed class HostFiles(ScriptRunner runner, HostsOptions options)
{
    private const int MaxRead = 1 << 30;

    internal async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(path, "exists", [], cancellationToken);
        return Code(answer, path, 0, FileCodes.NotFound) == 0;
    }

    internal async Task<Sha256Digest?> DigestAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(path, "digest", [], cancellationToken);
        if (Code(answer, path, 0, FileCodes.NotFound) == 0)
            return ParseDigest(answer);
        return answer.Stderr.Length == 0 ? null : throw FileCodes.Fault(runner.Address, FileCodes.NotFound, path, answer);
    }

    internal async Task<CommandOutput> ReadAsync(string path, int maxBytes, bool tail, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, MaxRead);
        var answer = await AskAsync(
            path, "read", [maxBytes.ToString(CultureInfo.InvariantCulture), tail ? "tail" : "head"], cancellationToken, maxBytes);
        Code(answer, path, 0);
        var bytes = answer.Stdout.Bytes;
        var lineEnd = bytes.Span.IndexOf((byte)'\n');
        var line = lineEnd < 0 ? "" : Encoding.ASCII.GetString(bytes.Span[..lineEnd]);
        if (!long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw new HostProtocolException(runner.Address, $"{path}: no size came with the content");
        var content = bytes[(lineEnd + 1)..];
        // A file that shrank while it was read is as short as what came.
        return new CommandOutput(content, content.Length < Math.Min(size, maxBytes) ? content.Length : size);
    }

    internal async Task<bool> UploadAsync(string localPath, string remotePath, Sha256Digest expected, CancellationToken cancellationToken)
    {
        if (await Sha256Digest.OfFileAsync(localPath, cancellationToken) != expected)
            throw new HostFileException(runner.Address, HostFileFault.DigestMismatch, localPath, $"is not the file with digest {expected}");

        var mode = FileCodes.Octal(File.GetUnixFileMode(localPath));
        var same = await AskAsync(remotePath, "same", [expected.Hex, mode], cancellationToken);
        if (Code(same, remotePath, 0, FileCodes.NotFound, FileCodes.Conflict) == 0)
            return false;
        await PutAsync(remotePath, expected, mode, SendFile(localPath), cancellationToken);
        return true;
    }

    internal Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => PutAsync(
        path, Sha256Digest.Of(content.Span), "keep", (stream, token) => stream.WriteAsync(content, token).AsTask(), cancellationToken);

    private async Task PutAsync(
        string path, Sha256Digest digest, string mode, Func<Stream, CancellationToken, Task> content, CancellationToken cancellationToken)
    {
        CommandRules.Path(path);
        var script = options.Enquiry($"write {path}", ["files", "put"], path, FileCodes.PartOf(path), digest.Hex, mode);
        var answer = await runner.RunAsync(script with { Timeout = options.TransferTimeout, Stdin = content }, cancellationToken);
        Code(answer, path, 0);
    }

    private static Func<Stream, CancellationToken, Task> SendFile(string localPath) => async (stream, token) =>
    {
        await using var file = File.OpenRead(localPath);
        await file.CopyToAsync(stream, token);
    };

    private Task<ScriptAnswer> AskAsync(
        string path, string question, IReadOnlyList<string> arguments, CancellationToken cancellationToken, int maxOutput = 0)
    {
        CommandRules.Path(path);
        var script = options.Enquiry($"{question} {path}", ["files", "detached", question], [path, .. arguments]);
        return runner.RunAsync(script with { MaxOutput = maxOutput + script.MaxOutput }, cancellationToken);
    }

    private Sha256Digest ParseDigest(ScriptAnswer answer)
    {
        var text = answer.WholeText(runner.Address).Trim();
        return text.Length == 64 && text.All(char.IsAsciiHexDigit)
            ? Sha256Digest.Parse(text)
            : throw new HostProtocolException(runner.Address, $"'{text}' came for a digest");
    }

    private int Code(ScriptAnswer answer, string path, params ReadOnlySpan<int> good)
    {
        var code = answer.ExitCode(runner.Address);
        return good.Contains(code) ? code : throw FileCodes.Fault(runner.Address, code, path, answer);
    }
}
