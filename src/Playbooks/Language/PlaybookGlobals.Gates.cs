using Nightshift.Runs;

namespace Nightshift.Playbooks;

public sealed partial class PlaybookGlobals
{
    private static readonly TimeSpan GatePeriod = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits until a condition on live state holds; it is asked every second. The sentence says what it waits for, with the value seen; it is shown live,
    /// and is the reason when the deadline passes. A question that fails counts as "not yet".
    /// </summary>
    /// <param name="maySkip">Whether people may go on without it when the deadline has passed.</param>
    /// <returns>The last sentence; empty in a plan and when it was skipped.</returns>
    public async Task<string> Gate(string name, Func<Task<(bool Holds, string Sentence)>> condition, TimeSpan deadline, bool maySkip = false)
    {
        _ambient.RefuseInsideStep($"'{name}'");
        return await _ambient.Context.StepAsync(
            new StepDefinition<string>
            {
                Name = name,
                Description = name,
                Kind = StepKind.Gate,
                Deadline = deadline,
                MaySkip = maySkip,
                SkippedResult = "",
                Execute = attempt => _ambient.InsideStepAsync(() => WaitAsync(condition, attempt), attempt.CancellationToken),
                Plan = plan =>
                {
                    plan.Detail($"waits {deadline} at most");
                    return Task.FromResult("");
                },
                Report = sentence => sentence,
            },
            _cancellationToken);
    }

    /// <summary>A setting of the cluster changed for the length of a scope: <c>await using var held = await Hold(…)</c>. The old value is journaled
    /// first and always put back.</summary>
    /// <param name="write">Safe to repeat.</param>
    public Task<IAsyncDisposable> Hold(string setting, string value, Func<Task<string>> read, Func<string, Task> write)
    {
        _ambient.RefuseInsideStep($"holding {setting}");
        var hold = new HoldDefinition
        {
            Setting = setting,
            Value = value,
            Read = stop => _ambient.InsideStepAsync(read, stop),
            Write = (wanted, stop) => _ambient.InsideStepAsync(Untold(() => write(wanted)), stop),
        };
        return _ambient.Context.HoldAsync(hold, _cancellationToken);
    }

    private static async Task<string> WaitAsync(Func<Task<(bool Holds, string Sentence)>> condition, StepAttempt attempt)
    {
        while (true)
        {
            var (holds, sentence) = await AskAsync(condition, attempt);
            if (holds) return sentence;
            attempt.Waiting(sentence);
            await Task.Delay(GatePeriod, attempt.Time, attempt.CancellationToken);
        }
    }

    private static async Task<(bool Holds, string Sentence)> AskAsync(Func<Task<(bool Holds, string Sentence)>> condition, StepAttempt attempt)
    {
        try
        {
            return await condition();
        }
        catch (Exception e) when (!attempt.CancellationToken.IsCancellationRequested)
        {
            return (false, $"cannot tell yet: {e.Message}");
        }
    }
}
