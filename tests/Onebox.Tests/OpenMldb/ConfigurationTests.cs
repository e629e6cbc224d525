using Nightshift.Onebox.OpenMldb;
using Nightshift.Onebox.OpenMldb.Configuration;

namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class ConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("onebox-flags-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Parse_FlagFileAndCommandLine_LaterWins()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "f.flags"), "# a comment\n--role=tablet\n--endpoint=1.2.3.4:5\n\n--auto_failover=true\n--strange=1\n");

        var flags = new NodeFlags(FlagParser.Parse(["--endpoint=9.9.9.9:9", "--flagfile=./f.flags", "-zk_session_timeout", "7000", "--use_name"], _root.FullName));

        Assert.Equal(("tablet", "1.2.3.4:5"), (flags.Role, flags.Endpoint));
        Assert.True(flags.AutoFailover);
        Assert.True(flags.UseName);
        Assert.Equal(TimeSpan.FromSeconds(7), flags.ZkSessionTimeout);
        Assert.Equal(["strange"], flags.Unknown());
    }

    [Fact]
    public void Identity_UseNameWithPort_IsReadFromTheDataFolder()
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "data"));
        File.WriteAllText(Path.Combine(_root.FullName, "data", "name.txt"), "tablet-one\n");

        var (name, real) = NodeIdentity.Of(
            new NodeFlags(new Dictionary<string, string> { ["use_name"] = "true", ["port"] = "10921", ["data_dir"] = "./data" }), _root.FullName);

        Assert.Equal("tablet-one", name);
        Assert.EndsWith(":10921", real, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_EndpointWithoutPort_EndsTheNode()
        => Assert.Throws<NodeExitException>(() => NodeIdentity.Of(new NodeFlags(new Dictionary<string, string> { ["endpoint"] = "nowhere" }), _root.FullName));

    [Fact]
    public void Number_NoNumber_SaysWhichFlag()
        => Assert.Contains(
            "zk_session_timeout",
            Assert.Throws<InvalidDataException>(() => new NodeFlags(new Dictionary<string, string> { ["zk_session_timeout"] = "x" }).ZkSessionTimeout).Message,
            StringComparison.Ordinal);
}
