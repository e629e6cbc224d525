using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Client.Retry;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Client;

public sealed class RetryPolicyTests
{
    private static readonly CallSite Call = new(Operation.Unknown, "X", "nameserver a:1", null, null);
    private static readonly NodeUnreachableException Lost = new(Call, Delivery.ReplyLost, "lost");
    private static readonly NodeUnreachableException NotSent = new(Call, Delivery.NotSent, "refused");
    private static readonly RefusedByClusterException NotLeader = new(Call, 300, "", "300");

    private static readonly Operation[] All =
    [
        Operation.CancelOp, Operation.DeleteOp, Operation.ChangeLeader, Operation.AddReplicaNs, Operation.DelReplicaNs, Operation.Migrate,
        Operation.RecoverTable, Operation.RecoverEndpoint, Operation.OfflineEndpoint, Operation.MakeSnapshotNs, Operation.SetTablePartition,
        Operation.ConnectZk, Operation.DisconnectZk, Operation.LoadTable, Operation.ChangeRole, Operation.MakeSnapshot, Operation.PauseSnapshot,
        Operation.RecoverSnapshot, Operation.AddReplica, Operation.DelReplica, Operation.Put,
    ];

    public static TheoryData<Operation> Commands => new(All);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Decide_CommandWithLostReply_IsOutcomeUnknown(Operation operation)
    {
        Assert.Equal(OperationEffect.Command, OperationFacts.EffectOf(operation));
        Assert.Equal(RetryAction.OutcomeUnknown, RetryPolicy.Decide(operation, Lost, 1, 4));
        Assert.Equal(RetryAction.FindLeader, RetryPolicy.Decide(operation, NotSent, 1, 4));
        Assert.Equal(RetryAction.FindLeader, RetryPolicy.Decide(operation, NotLeader, 1, 4));
        Assert.Equal(RetryAction.OutcomeUnknown, RetryPolicy.Decide(operation, new UnintelligibleAnswerException(Call, "?"), 1, 4));
    }

    [Fact]
    public void EveryOperation_IsACommandUnlessListed()
    {
        var commands = Enum.GetValues<Operation>().Where(o => OperationFacts.EffectOf(o) == OperationEffect.Command);
        Assert.Equal(All.Append(Operation.Unknown).Order(), commands.Order());
    }

    [Fact]
    public void Decide_ReadWithLostReply_IsRepeatedALimitedNumberOfTimes()
    {
        Assert.Equal(RetryAction.SendAgain, RetryPolicy.Decide(Operation.ShowTable, Lost, 3, 4));
        Assert.Equal(RetryAction.GiveUp, RetryPolicy.Decide(Operation.ShowTable, Lost, 4, 4));
        Assert.Equal(RetryAction.SendAgain, RetryPolicy.Decide(Operation.ConfSet, Lost, 1, 4));
        Assert.Equal(RetryAction.OutcomeUnknown, RetryPolicy.Decide(Operation.ConfSet, Lost, 4, 4));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(305)]
    [InlineData(-1)]
    [InlineData(1004)]
    [InlineData(424242)]
    public void Decide_OtherRefusals_AreFinal(int code)
    {
        var refusal = new RefusedByClusterException(Call, code, "", "no");
        Assert.All(Enum.GetValues<Operation>(), o => Assert.Equal(RetryAction.GiveUp, RetryPolicy.Decide(o, refusal, 1, 4)));
    }

    [Fact]
    public void Decide_UnknownOperation_IsNeverRepeated()
    {
        Assert.All(new OpenMldbException[] { Lost, NotSent, NotLeader }, e => Assert.Equal(RetryAction.GiveUp, RetryPolicy.Decide(Operation.Unknown, e, 1, 4)));
        Assert.Equal(RetryAction.GiveUp, RetryPolicy.Decide((Operation)999, new WrongRequestException(Call, "x"), 1, 4));
        Assert.Equal(RetryAction.OutcomeUnknown, RetryPolicy.Decide((Operation)999, Lost, 1, 4));
    }
}
