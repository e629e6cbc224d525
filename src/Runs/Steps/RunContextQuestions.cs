namespace Nightshift.Runs;

public static class RunContextQuestions
{
    /// <summary>Asks people; their answer is journaled. When nobody answers in the time for decisions, the run is given up. A plan takes the first choice.</summary>
    /// <param name="name">Of the step.</param>
    /// <param name="choices">At least two, different from one another in any case of letters.</param>
    /// <exception cref="ArgumentException">There is nothing to choose from.</exception>
    public static Task<string> AskAsync(
        this IRunContext context, string name, string question, IReadOnlyList<string> choices, CancellationToken cancellationToken = default)
    {
        if (choices.Count < 2 || choices.Distinct(StringComparer.OrdinalIgnoreCase).Count() < choices.Count || choices.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException($"'{question}' needs at least two different choices", nameof(choices));
        return context.StepAsync(
            new StepDefinition<string>
            {
                Name = name,
                Description = question,
                Kind = StepKind.Gate,
                Choices = choices,
                Execute = _ => throw new NotSupportedException("a question is answered by people"),
                Plan = plan =>
                {
                    plan.Detail($"asks people: {string.Join(", ", choices)}; the plan goes on with '{choices[0]}'");
                    return Task.FromResult(choices[0]);
                },
                Report = answer => $"{question}: {answer}",
            },
            cancellationToken);
    }
}
