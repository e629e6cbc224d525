namespace Nightshift.Runs.Tests.Support;

internal static class LifeCommands
{
    /// <summary>Gives a command as somebody who may, in the words that fit the run as it is.</summary>
    public static async Task<Answer> GiveAsync(this Life life, RunTrigger command)
    {
        var (runs, run, who) = (life.Runs, life.Run, Harness.OnCall);
        return command switch
        {
            RunTrigger.Approve => await runs.ApproveAsync(run, who, (await life.ViewAsync()).ConfirmHash ?? new string('0', 64), default),
            RunTrigger.Withdraw => await runs.WithdrawAsync(run, who, default),
            RunTrigger.Reject => await runs.RejectAsync(run, who, "not tonight", default),
            RunTrigger.Pause => await runs.PauseAsync(run, who, now: false, "look first", default),
            RunTrigger.PauseNow => await runs.PauseAsync(run, who, now: true, null, default),
            RunTrigger.Resume => await runs.ResumeAsync(run, who, anyway: false, default),
            RunTrigger.Abort => await runs.AbortAsync(run, who, now: false, default),
            RunTrigger.AbortNow => await runs.AbortAsync(run, who, now: true, default),
            RunTrigger.Retry => await runs.DecideAsync(run, who, Decision.Retry, null, default),
            RunTrigger.Skip => await runs.DecideAsync(run, who, Decision.Skip, null, default),
            RunTrigger.GiveUp => await runs.DecideAsync(run, who, Decision.Abort, null, default),
            RunTrigger.Answer => await runs.AnswerAsync(run, who, "Yes", null, default),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "not a command"),
        };
    }
}
