using System.Text;
using Nightshift.Hosts.Tests.Support;

namespace Nightshift.Hosts.Tests;

public sealed class LocalFileTests(LocalMachine machine) : FileTests<LocalMachine>(machine);

public sealed class BashFileTests(BashMachine machine) : FileTests<BashMachine>(machine);

public sealed class SshFileTests(SshMachine machine) : FileTests<SshMachine>(machine);

public abstract class FileTests<TMachine>(TMachine machine) : IClassFixture<TMachine>
    where TMachine : Machine
{
    private readonly IHost _host = machine.Host;

    [Fact]
    public async Task UploadAsync_NewFile_ArrivesWithContentAndMode()
    {
        var (source, target) = (machine.NewPath(), Path.Combine(machine.NewPath(), "deep er", "-bin 数'"));
        var digest = await WriteAsync(source, RandomBytes(300_000));
        File.SetUnixFileMode(source, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        Assert.True(await _host.UploadAsync(source, target, digest, default));

        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(target));
        Assert.Equal(File.GetUnixFileMode(source), File.GetUnixFileMode(target));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task UploadAsync_SameContentThere_SendsNothing()
    {
        var (source, target) = (machine.NewPath(), machine.NewPath());
        var digest = await WriteAsync(source, RandomBytes(1000));
        await _host.UploadAsync(source, target, digest, default);
        var inode = await Programs.RunAsync("stat", "-c", "%i", target);

        Assert.False(await _host.UploadAsync(source, target, digest, default));

        Assert.Equal(inode, await Programs.RunAsync("stat", "-c", "%i", target));
    }

    [Fact]
    public async Task UploadAsync_OtherContentThere_IsReplaced()
    {
        var (source, target) = (machine.NewPath(), machine.NewPath());
        var digest = await WriteAsync(source, RandomBytes(1000));
        File.WriteAllText(target, "old");

        Assert.True(await _host.UploadAsync(source, target, digest, default));

        Assert.Equal(digest, await _host.DigestAsync(target, default));
    }

    [Fact]
    public async Task UploadAsync_LocalFileIsNotTheExpectedOne_SendsNothing()
    {
        var (source, target) = (machine.NewPath(), machine.NewPath());
        await WriteAsync(source, RandomBytes(1000));

        var fault = await Assert.ThrowsAsync<HostFileException>(
            () => _host.UploadAsync(source, target, Sha256Digest.Of("other"u8), default));

        Assert.Equal(HostFileFault.DigestMismatch, fault.Fault);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task UploadAsync_ManyAtOnceToOneTarget_OneWholeFile()
    {
        var (source, target) = (machine.NewPath(), Path.Combine(machine.NewPath(), "bin"));
        var digest = await WriteAsync(source, RandomBytes(200_000));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _host.UploadAsync(source, target, digest, default)));

        Assert.Equal(digest, await _host.DigestAsync(target, default));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task UploadDirectoryAsync_Tree_ArrivesWhole()
    {
        var (source, target) = (await NewTreeAsync(), Path.Combine(machine.NewPath(), "release 0.9.3"));

        Assert.True(await _host.UploadDirectoryAsync(source, target, default));

        await Programs.RunAsync("diff", "-r", "--no-dereference", source, target);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(target, "bin", "start.sh")));
        Assert.Equal("../bin/start.sh", new FileInfo(Path.Combine(target, "sbin", "link")).LinkTarget);
        Assert.True(Directory.Exists(Path.Combine(target, "empty")));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task UploadDirectoryAsync_SameTreeThere_SendsNothing()
    {
        var (source, target) = (await NewTreeAsync(), machine.NewPath());
        await _host.UploadDirectoryAsync(source, target, default);

        Assert.False(await _host.UploadDirectoryAsync(source, target, default));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("mode")]
    [InlineData("more")]
    [InlineData("less")]
    [InlineData("link")]
    public async Task UploadDirectoryAsync_OtherTreeThere_IsRefusedAndUntouched(string change)
    {
        var (source, target) = (await NewTreeAsync(), machine.NewPath());
        await _host.UploadDirectoryAsync(source, target, default);
        var file = Path.Combine(target, "sbin", "日志 log");
        switch (change)
        {
            case "content": File.WriteAllText(file, "corrupted"); break;
            case "mode": File.SetUnixFileMode(file, UnixFileMode.UserRead); break;
            case "more": File.WriteAllText(file + "2", ""); break;
            case "less": File.Delete(file); break;
            default: await Programs.RunAsync("ln", "-sfn", "elsewhere", Path.Combine(target, "sbin", "link")); break;
        }

        var fault = await Assert.ThrowsAsync<HostFileException>(() => _host.UploadDirectoryAsync(source, target, default));

        Assert.Equal(HostFileFault.Conflict, fault.Fault);
        Assert.Contains("sbin/", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadDirectoryAsync_ManyAtOnceToOneTarget_OneWholeTree()
    {
        var (source, target) = (await NewTreeAsync(), Path.Combine(machine.NewPath(), "release"));

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _host.UploadDirectoryAsync(source, target, default)));

        Assert.Contains(true, sent);
        await Programs.RunAsync("diff", "-r", "--no-dereference", source, target);
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task UploadAsync_OldLeftovers_AreSweptAndNothingElse()
    {
        var (source, directory) = (machine.NewPath(), Directory.CreateDirectory(machine.NewPath()).FullName);
        var digest = await WriteAsync(source, RandomBytes(10));
        var target = Path.Combine(directory, "bin");
        string[] names = ["bin.0123456789abcdef.part", "bin.fedcba9876543210.part", "bin.mine.part", "sbin.0123456789abcdef.part"];
        foreach (var name in names)
            File.WriteAllText(Path.Combine(directory, name), "");
        string[] old = [names[0], names[2], names[3]];
        await Programs.RunAsync("touch", ["-d", "3 days ago", .. old.Select(name => Path.Combine(directory, name))]);

        await _host.UploadAsync(source, target, digest, default);

        Assert.Equal(
            names[1..].Append("bin").Order(StringComparer.Ordinal),
            Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WriteFileAsync_ExistingFile_KeepsItsMode()
    {
        var target = machine.NewPath();
        File.WriteAllText(target, "old");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await _host.WriteFileAsync(target, "--zk_cluster=1\n"u8.ToArray(), default);

        Assert.Equal("--zk_cluster=1\n", File.ReadAllText(target));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
    }

    [Fact]
    public async Task WriteFileAsync_NewFile_GetsTheUsualMode()
    {
        var target = machine.NewPath();

        await _host.WriteFileAsync(target, "x"u8.ToArray(), default);

        Assert.Equal(Convert.ToInt32("644", 8), (int)File.GetUnixFileMode(target));
    }

    [Fact]
    public async Task WriteFileAsync_Directory_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<HostFileException>(() => _host.WriteFileAsync(machine.Directory, "x"u8.ToArray(), default));

        Assert.Equal(HostFileFault.NotFound, fault.Fault);
    }

    [Fact]
    public async Task ReadFileAsync_LongerThanAsked_IsFlagged()
    {
        var path = machine.NewPath();
        File.WriteAllText(path, "0123456789");

        var head = await _host.ReadFileAsync(path, 4, default);
        var tail = await _host.ReadTailAsync(path, 4, default);
        var whole = await _host.ReadFileAsync(path, 10, default);

        Assert.Equal(("0123", true, 10L), (Encoding.ASCII.GetString(head.Bytes.Span), head.Truncated, head.Length));
        Assert.Equal(("6789", true, 10L), (Encoding.ASCII.GetString(tail.Bytes.Span), tail.Truncated, tail.Length));
        Assert.Equal(("0123456789", false), (whole.Text, whole.Truncated));
    }

    [Fact]
    public async Task ReadFileAsync_Empty_IsEmpty()
    {
        var path = machine.NewPath();
        File.WriteAllText(path, "");

        Assert.Equal("", (await _host.ReadFileAsync(path, 100, default)).Text);
        Assert.Equal("", (await _host.ReadTailAsync(path, 100, default)).Text);
    }

    [Fact]
    public async Task ReadFileAsync_Missing_IsNotFound()
    {
        var fault = await Assert.ThrowsAsync<HostFileException>(() => _host.ReadFileAsync(machine.NewPath(), 4, default));

        Assert.Equal(HostFileFault.NotFound, fault.Fault);
    }

    [Fact]
    public async Task ExistsAsync_FilesLinksAndNothing_AreTold()
    {
        var link = machine.NewPath();
        File.CreateSymbolicLink(link, "/dangling");

        Assert.True(await _host.ExistsAsync(machine.Directory, default));
        Assert.True(await _host.ExistsAsync(link, default));
        Assert.False(await _host.ExistsAsync(machine.NewPath(), default));
        Assert.False(await _host.ExistsAsync("/etc/passwd/below", default));
    }

    [Fact]
    public async Task DigestAsync_MissingOrDirectory_IsNullOrAFault()
    {
        Assert.Null(await _host.DigestAsync(machine.NewPath(), default));
        await Assert.ThrowsAsync<HostFileException>(() => _host.DigestAsync(machine.Directory, default));
    }

    [Fact]
    public async Task Paths_ThatAreRelativeOrHoldNul_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _host.ExistsAsync("relative", default));
        await Assert.ThrowsAsync<ArgumentException>(() => _host.DigestAsync("/a\0b", default));
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static async Task<Sha256Digest> WriteAsync(string path, byte[] content)
    {
        await File.WriteAllBytesAsync(path, content);
        return Sha256Digest.Of(content);
    }

    private async Task<string> NewTreeAsync()
    {
        var top = machine.NewPath();
        foreach (var directory in (string[])["bin", "sbin", "empty"])
            Directory.CreateDirectory(Path.Combine(top, directory));
        await WriteAsync(Path.Combine(top, "bin", "openmldb"), RandomBytes(500_000));
        await WriteAsync(Path.Combine(top, "bin", "start.sh"), "#!/bin/sh\n"u8.ToArray());
        File.SetUnixFileMode(Path.Combine(top, "bin", "start.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await WriteAsync(Path.Combine(top, "sbin", "日志 log"), []);
        File.CreateSymbolicLink(Path.Combine(top, "sbin", "link"), "../bin/start.sh");
        return top;
    }
}
