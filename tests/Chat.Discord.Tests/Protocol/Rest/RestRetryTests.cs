using Nightshift.Chat.Discord.Protocol.Rest;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class RestRetryTests
{
    /// <summary>Operation; repeated when not sent, without a reply, after a fault of Discord's, when limited, when refused.</summary>
    public static TheoryData<string, string> Table => new()
    {
        { "GetGateway", "+++++-" },
        { "GetApplication", "+++++-" },
        { "GetSelf", "+++++-" },
        { "GetGuild", "+++++-" },
        { "GetRoles", "+++++-" },
        { "GetMember", "+++++-" },
        { "GetChannel", "+++++-" },
        { "GetReactions", "+++++-" },
        { "GetMessages", "+++++-" },
        { "GetCommands", "+++++-" },
        { "SetCommands", "+++++-" },
        { "CreateMessage", "+++++-" },
        { "EditMessage", "+++++-" },
        { "AddReaction", "+++++-" },
        { "StartThread", "+++++-" },
        { "AcknowledgeInteraction", "+++++-" },
        { "EditAnswer", "+++++-" },
        { "FollowUp", "+--++-" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void IsRepeated_Operation_FollowsTheTable(string name, string row)
    {
        var operation = Enum.Parse<RestOperation>(name);

        Assert.Equal(row, string.Concat(
            Mark(RestRetry.IsRepeated(operation, RestProblem.NotSent, 1)),
            Mark(RestRetry.IsRepeated(operation, RestProblem.NoReply, 1)),
            Mark(RestRetry.IsRepeated(operation, RestProblem.ServerFault, 1)),
            Mark(RestRetry.IsRepeated(operation, RestProblem.Limited, 1)),
            Mark(RestRetry.IsRepeated(operation, RestProblem.Limited, 1000)),
            Mark(RestRetry.IsRepeated(operation, RestProblem.Refused, 1))));
        Assert.All(
            [RestProblem.NotSent, RestProblem.NoReply, RestProblem.ServerFault, RestProblem.Refused],
            problem => Assert.False(RestRetry.IsRepeated(operation, problem, RestRetry.Attempts)));
    }

    [Fact]
    public void Table_Operations_AreAll() =>
        Assert.Equal(Enum.GetNames<RestOperation>().Order(), Table.Select(row => (string)row[0]).Order());

    [Fact]
    public void IsRepeated_UnknownOperation_Never() =>
        Assert.All(Enum.GetValues<RestProblem>(), problem => Assert.False(RestRetry.IsRepeated((RestOperation)4711, problem, 1)));

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.5)]
    [InlineData(6, 8)]
    [InlineData(int.MaxValue, 131_072)]
    public void LeastWait_LimitedInARow_Doubles(int limits, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), RestRetry.LeastWait(limits));

    private static string Mark(bool isRepeated) => isRepeated ? "+" : "-";
}
