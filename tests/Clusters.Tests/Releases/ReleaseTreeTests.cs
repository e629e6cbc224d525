namespace Nightshift.Clusters.Tests.Releases;

public sealed class ReleaseTreeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ReleaseTreeTests()
    {
        _folder.Write("r/bin/openmldb", "binary");
        _folder.Write("r/bin/start.sh", "script");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_SameTreeTwice_HasTheSameDigest() => Assert.Equal((await Read()).Digest, (await Read()).Digest);

    [Fact]
    public async Task Read_OtherContentModeOrName_HasAnotherDigest()
    {
        var digests = new HashSet<string> { (await Read()).Digest.Hex };

        _folder.Write("r/bin/start.sh", "another");
        Assert.True(digests.Add((await Read()).Digest.Hex));
        _folder.Write("r/bin/start.sh", "another", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.True(digests.Add((await Read()).Digest.Hex));
        File.Move(_folder["r/bin/start.sh"], _folder["r/bin/begin.sh"]);
        Assert.True(digests.Add((await Read()).Digest.Hex));
    }

    [Fact]
    public async Task Read_FilesInFolders_AreNamedBelowBin()
    {
        _folder.Write("r/bin/lib/a.so", "x");

        Assert.Equal(["lib/a.so", "openmldb", "start.sh"], (await Read()).Files.Keys);
    }

    [Fact]
    public async Task Read_WithoutBin_SaysWhatToDo()
    {
        var fault = await Assert.ThrowsAsync<ReleaseException>(() => ReleaseTree.ReadAsync(new Release("0.9.3", _folder["none"]), default));

        Assert.Contains("none/bin does not exist", fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("release 0.9.3:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EmptyBin_IsRefused()
    {
        Directory.CreateDirectory(_folder["empty/bin"]);

        await Assert.ThrowsAsync<ReleaseException>(() => ReleaseTree.ReadAsync(new Release("0.9.3", _folder["empty"]), default));
    }

    [Fact]
    public async Task Read_LinkToNowhere_IsAFaultOfTheRelease()
    {
        File.CreateSymbolicLink(_folder["r/bin/lost"], _folder["nowhere"]);

        var fault = await Assert.ThrowsAsync<ReleaseException>(Read);

        Assert.Contains("cannot be read", fault.Message, StringComparison.Ordinal);
    }

    private Task<ReleaseTree> Read() => ReleaseTree.ReadAsync(new Release("0.9.3", _folder["r"]), default);
}
