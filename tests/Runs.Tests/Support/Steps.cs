namespace Nightshift.Runs.Tests.Support;

internal static class Steps
{
    public static StepDefinition<T> Observe<T>(string name, Func<T> read) => new()
    {
        Name = name, Description = name, Kind = StepKind.Observation, Execute = _ => Task.FromResult(read()),
    };

    public static StepDefinition<Nothing> Do(string name, Func<StepAttempt, Task> act, Func<Probe<Nothing>>? probe = null, bool maySkip = false, TimeSpan? deadline = null) => new()
    {
        Name = name,
        Description = $"{name} it",
        MaySkip = maySkip,
        Deadline = deadline ?? TimeSpan.FromMinutes(10),
        Execute = async attempt =>
        {
            await act(attempt);
            return Nothing.Value;
        },
        Probe = probe is null ? null : _ => Task.FromResult(probe()),
    };

    public static StepDefinition<Nothing> Do(string name, Action act) => Do(name, _ =>
    {
        act();
        return Task.CompletedTask;
    });

    public static HoldDefinition Hold(string setting, string value, Func<string> read, Action<string> write) => new()
    {
        Setting = setting,
        Value = value,
        Read = _ => Task.FromResult(read()),
        Write = (to, _) =>
        {
            write(to);
            return Task.CompletedTask;
        },
    };
}
