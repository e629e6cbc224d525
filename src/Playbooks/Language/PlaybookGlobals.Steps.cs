using System.Text.Json;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

public sealed partial class PlaybookGlobals
{
    /// <summary>
    /// Makes one step of anything that is not one by itself. After a crash in the middle of it people are asked whether it happened; give a probe to
    /// answer that. What it returns is journaled as JSON, and a replay gets that. In a plan it only names itself and returns <c>default</c>.
    /// </summary>
    public Task<T> Step<T>(string name, Func<Task<T>> execute) =>
        RunAsync<T>(Effect(name, name, execute));

    /// <inheritdoc cref="Step{T}(string, Func{Task{T}})"/>
    public Task Step(string name, Func<Task> execute) => Step(name, Untold(execute));

    /// <summary>A step that can tell after a crash whether it happened.</summary>
    /// <param name="description">A sentence for people, without a full stop.</param>
    /// <param name="probe">Looks at the live state and answers whether the effect is there, and with which result.</param>
    public Task<T> Step<T>(string name, string description, Func<Task<T>> execute, Func<Task<Probe<T>>> probe) =>
        RunAsync<T>(Effect(name, description, execute, probe));

    /// <inheritdoc cref="Step{T}(string, string, Func{Task{T}}, Func{Task{Probe{T}}})"/>
    /// <param name="happened">Looks at the live state and answers whether the effect is there.</param>
    public Task Step(string name, string description, Func<Task> execute, Func<Task<bool>> happened) => Step(
        name,
        description,
        Untold(execute),
        async () => await happened() ? new Probe<Nothing>.Done(Nothing.Value) : (Probe<Nothing>)new Probe<Nothing>.Run());

    /// <summary>Reads live state. What it returns is journaled, since what follows depends on it. It is carried out in plans too.</summary>
    public Task<T> Observe<T>(string name, Func<Task<T>> read) => RunAsync<T>(
        new StepDefinition<JsonElement>
        {
            Name = name,
            Description = name,
            Kind = StepKind.Observation,
            Execute = attempt => _ambient.InsideStepAsync(async () => StepValue<T>.Write(await read()), attempt.CancellationToken),
        });

    private StepDefinition<JsonElement> Effect<T>(string name, string description, Func<Task<T>> execute, Func<Task<Probe<T>>>? probe = null) => new()
    {
        Name = name,
        Description = description,
        Execute = attempt => _ambient.InsideStepAsync(async () => StepValue<T>.Write(await execute()), attempt.CancellationToken),
        Probe = probe is null ? null : attempt => _ambient.InsideStepAsync(async () => StepValue<T>.Write(await probe()), attempt.CancellationToken),
    };

    private async Task<T> RunAsync<T>(StepDefinition<JsonElement> step)
    {
        _ambient.RefuseInsideStep($"'{step.Name}'");
        return StepValue<T>.Read(await _ambient.Context.StepAsync(step, _cancellationToken));
    }

    private static Func<Task<Nothing>> Untold(Func<Task> execute) => async () =>
    {
        await execute();
        return Nothing.Value;
    };
}
