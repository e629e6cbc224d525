using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.People;

public sealed class PeopleDirectoryTests
{
    private static readonly Person Operator = new(new PersonId("op"), "Op", ["operator"]);
    private static readonly Person Reader = new(new PersonId("reader"), "Reader", ["reader"]);
    private static readonly Person Nobody = new(new PersonId("nobody"), "Nobody", []);

    private readonly PeopleDirectory _people = new(
        [Operator, Reader, Nobody],
        [
            new Grant("operator", ["upgrade"], ["test"], ["tablet"]),
            new Grant("reader", ["status"], ["*"], ["*"]),
        ]);

    [Theory]
    [InlineData("upgrade", "test", "tablet", true)]
    [InlineData("upgrade", "prod", "tablet", false)]
    [InlineData("upgrade", "test", "nameserver", false)]
    [InlineData("status", "test", "cluster", false)]
    [InlineData("UPGRADE", "test", "tablet", false)]
    public void May_GrantOfAnotherThing_Denies(string command, string cluster, string component, bool may) =>
        Assert.Equal(may, _people.May(Operator, new Permission(command, cluster, component)));

    [Fact]
    public void May_Anywhere_IsTrueWhenSomeClusterIsAllowed()
    {
        Assert.True(_people.May(Operator, new Permission("upgrade", null, null)));
        Assert.False(_people.May(Reader, new Permission("upgrade", null, null)));
    }

    [Fact]
    public void May_NoRole_DeniesEverything() => Assert.False(_people.May(Nobody, new Permission("status", null, null)));

    [Fact]
    public void RefusalOf_NamesWhoMay() =>
        Assert.Equal("reader may not upgrade tablet on test; these may: op", _people.RefusalOf(Reader, new Permission("upgrade", "test", "tablet")));
}
