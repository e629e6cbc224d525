using Nightshift.Bot.PlaybookTests;
using Nightshift.Clusters;
using Nightshift.Playbooks;
using NSubstitute;

namespace Nightshift.Bot.Tests.PlaybookTests;

public sealed class TestCommandTests
{
    private static readonly Release Old = new("0.9.2", "/releases/0.9.2");
    private static readonly Release New = new("0.9.3", "/releases/0.9.3");
    private static readonly Dictionary<string, string> NoNames = [];
    private static readonly PlaybookOption Endpoint = new("endpoint", "Endpoint", OptionType.Text, "", true, null, false, 0, null, []);
    private static readonly PlaybookOption Version = new("version", "Version", OptionType.Release, "", true, null, false, 0, null, []);
    private static readonly PlaybookOption Reason = new("reason", "Reason", OptionType.Text, "", true, null, false, 1, null, []);

    [Theory]
    [InlineData("/upgrade tablet --version 0.9.3", "0.9.2", "/upgrade tablet --version 0.9.2")]
    [InlineData("/upgrade tablet --version=0.9.3", "0.9.2", "/upgrade tablet --version=0.9.2")]
    [InlineData("/upgrade tablet 0.9.2", "0.9.3", "/upgrade tablet 0.9.3")]
    public async Task Request_ForARelease_NamesItInPlaceOfTheWrittenOne(string text, string release, string expected)
    {
        var command = TestCommand.Of(Playbook(Version), text, [Old, New], NoNames);

        var request = await command.RequestAsync(Cluster(), release == Old.Name ? Old : New, default);

        Assert.Equal(expected, request.Command);
        Assert.Contains($"\"{release}\"", request.Options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_OfACommandThatIsMadeUp_BindsARelease()
    {
        var request = await TestCommand.Of(Playbook(Version), null, [Old, New], NoNames).RequestAsync(Cluster(), New, default);

        Assert.Equal("/upgrade tablet --version 0.9.3", request.Command);
    }

    [Fact]
    public void Of_OptionWithoutAValueThatCouldBeMadeUp_AsksForTheCommand() =>
        Assert.Contains("give --command", Assert.Throws<FormatException>(() => TestCommand.Of(Playbook(Version, Reason), null, [Old, New], NoNames)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/upgrade tablet tablet1 0.9.3", "/upgrade tablet 127.0.0.1:10921 0.9.3")]
    [InlineData("/upgrade tablet tablet1,tablet2,tablet9 0.9.3", "/upgrade tablet 127.0.0.1:10921,127.0.0.1:10922,tablet9 0.9.3")]
    [InlineData("/upgrade tablet --endpoint=tablet2 --version 0.9.3", "/upgrade tablet --endpoint=127.0.0.1:10922 --version 0.9.3")]
    public async Task Request_ProcessesCalledByTheirNames_NamesTheirEndpoints(string text, string expected)
    {
        var command = TestCommand.Of(Playbook(Endpoint, Version), text, [Old, New], new Dictionary<string, string> { ["tablet1"] = "127.0.0.1:10921", ["tablet2"] = "127.0.0.1:10922" });

        var request = await command.RequestAsync(Cluster(), New, default);

        Assert.Equal(expected, request.Command);
    }

    [Theory]
    [InlineData("/restart tablet all")]
    [InlineData("upgrade tablet")]
    public void Of_CommandOfAnotherPlaybook_IsRefused(string text) => Assert.Throws<FormatException>(() => TestCommand.Of(Playbook(Version), text, [Old, New], NoNames));

    private static Playbook Playbook(params PlaybookOption[] options) => new(new PlaybookDescriptor("openmldb/upgrade.csx", "upgrade tablet", "Upgrades", "openmldb", options), []);

    private static ICluster Cluster()
    {
        var cluster = Substitute.For<ICluster>();
        cluster.Name.Returns("box");
        cluster.Releases.Returns([Old, New]);
        return cluster;
    }
}
