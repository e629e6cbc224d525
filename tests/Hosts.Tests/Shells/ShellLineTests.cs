using System.Diagnostics;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Tests.Shells;

public sealed class ShellLineTests
{
    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/dash")]
    [InlineData("/bin/bash")]
    public async Task For_EveryByteAndRandomBytes_ComeBackByAnyLoginShell(string loginShell)
    {
        var random = new Random(7);
        byte[][] words =
        [
            [.. Enumerable.Range(1, 255).Select(i => (byte)i)],
            [], "-n"u8.ToArray(), "\n\n"u8.ToArray(), "'\"$(id)`id`\\0101%s"u8.ToArray(), [0xff, 0xfe, 0x80],
            .. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next(1, 256)).ToArray()),
        ];
        byte[] script = [.. "printf '%s\\0'"u8, .. words.SelectMany(word => (byte[])[(byte)' ', .. ShellWords.Quote(word)])];

        var output = await RunAsync(loginShell, ShellLine.For(script));

        Assert.Equal(words.SelectMany(word => (byte[])[.. word, 0]), output);
    }

    [Fact]
    public void For_AnyScript_IsPrintableAsciiWithoutQuotesInside()
    {
        var line = ShellLine.For([.. Enumerable.Range(1, 255).Select(i => (byte)i)]);

        Assert.All(line, c => Assert.InRange(c, ' ', '~'));
        Assert.Equal(2, line.Count(c => c == '\''));
        Assert.DoesNotContain('!', line);
    }

    [Fact]
    public void For_ScriptBeyondTheKernelsLimit_IsRefused() => Assert.Throws<ArgumentException>(() => ShellLine.For(new byte[60_000]));

    private static async Task<byte[]> RunAsync(string shell, string line)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, ["-c", line]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return output.ToArray();
    }
}
