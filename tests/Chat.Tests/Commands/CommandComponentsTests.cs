using Nightshift.Chat.Commands;
using Nightshift.Chat.Grammar;
using Nightshift.Chat.Service;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Playbooks;
using NSubstitute;

namespace Nightshift.Chat.Tests.Commands;

public sealed class CommandComponentsTests
{
    [Fact]
    public void All_SecondWordThatIsNotTheKind_IsTheComponent() => Assert.Equal(["tablet"], Of("upgrade tablet", Nodes("Servers", "ReplicaServer")).All);

    [Fact]
    public void All_OptionsThatNameNodes_AreTheComponents() =>
        Assert.Equal(["replica server", "meta server"], Of("restart pegasus ha", Nodes("Servers", "ReplicaServer"), Nodes("Metas", "MetaServer")).All);

    [Fact]
    public void All_NoNodes_IsTheCluster() => Assert.Equal(["cluster"], Of("balance pegasus").All);

    [Theory]
    [InlineData("{}", "replica server", "meta server")]
    [InlineData("""{"Servers":"all"}""", "replica server", "meta server")]
    [InlineData("""{"Servers":"a:1"}""", "replica server")]
    [InlineData("""{"Metas":"m:1"}""", "meta server")]
    [InlineData("""{"Servers":"a:1","Metas":"m:1"}""", "replica server", "meta server")]
    public void TouchedBy_Options_AreThoseWhoseNodesAreNamed(string options, params string[] expected) =>
        Assert.Equal(expected, Of("restart pegasus ha", Nodes("Servers", "ReplicaServer"), Nodes("Metas", "MetaServer")).TouchedBy(options));

    [Fact]
    public async Task Find_WordThatBeginsOneCommandOfAKind_IsEnough()
    {
        var table = new CommandTable([new Fixed("drain pegasus", "tidy pegasus", "tidy pegasus again")]);

        var (command, rest) = await table.FindAsync(new CommandText("", ["drain", "a:1"]), default);

        Assert.Equal("drain pegasus", command.Words);
        Assert.Equal(["a:1"], rest);
        var refused = await Assert.ThrowsAsync<CommandRefusedException>(() => table.FindAsync(new CommandText("", ["tidy"]), default));
        Assert.Equal("/tidy goes on as one of: /tidy pegasus, /tidy pegasus again", refused.Message);
    }

    private static CommandComponents Of(string command, params PlaybookOption[] options) => new(Descriptor(command, options));

    private static PlaybookDescriptor Descriptor(string command, params PlaybookOption[] options) => new($"pegasus/{command}.csx", command, "Does it", "pegasus", options);

    private static PlaybookOption Nodes(string property, string type) =>
        new(property.ToLowerInvariant(), property, OptionType.Nodes, "", false, null, true, 0, $"Nightshift.Pegasus.{type}", []);

    private sealed class Fixed(params string[] commands) : ICommandSource
    {
        private readonly ChatBox _box = OnPegasus();

        private static ChatBox OnPegasus()
        {
            var box = new ChatBox();
            box.Prod.Kind.Name.Returns("pegasus");
            return box;
        }

        public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>(
            [.. commands.Select(command => new PlaybookCommand(new Playbook(Descriptor(command), []), _box.Choice, Samples.People, _box.Submission))]);
    }
}
