namespace Nightshift.Runs.Tests.Control;

public class RunTransitionsTests
{
    private static readonly Dictionary<RunState, RunCommand[]> Allowed = new()
    {
        [RunState.Planned] = [],
        [RunState.AwaitingApproval] = [RunCommand.Approve, RunCommand.Withdraw, RunCommand.Reject, RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Queued] = [RunCommand.Withdraw, RunCommand.Reject, RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Running] = [RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Paused] = [RunCommand.Abort, RunCommand.AbortNow],
        [RunState.AwaitingDecision] = [RunCommand.Decide, RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Stopping] = [RunCommand.AbortNow],
        [RunState.Succeeded] = [],
        [RunState.Failed] = [],
        [RunState.Stopped] = [],
        [RunState.Rejected] = [],
        [RunState.Expired] = [],
    };

    [Fact]
    public void Table_EveryPair_IsAllowedOrRefusedWithASentence()
    {
        Assert.Equal(Enum.GetValues<RunState>().Order(), Allowed.Keys.Order());
        foreach (var (state, allowed) in Allowed)
        {
            foreach (var command in Enum.GetValues<RunCommand>())
            {
                var refusal = RunTransitions.Refusal(new RunId(7), state, command);
                if (allowed.Contains(command)) Assert.Null(refusal);
                else Assert.Matches("^run 7 .+; .+", refusal);
            }
        }
    }
}
