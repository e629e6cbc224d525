using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Control;

public class RunTransitionsTests
{
    [Fact]
    public void Table_EveryPair_IsTakenOrRefusedWithASentence()
    {
        foreach (var state in Enum.GetValues<RunState>())
        {
            foreach (var trigger in Enum.GetValues<RunTrigger>())
            {
                var cell = RunTransitions.Of(state, trigger);
                Assert.NotEmpty(cell.Sentence);
                if (cell.Taken) Assert.Null(RunTransitions.Refusal(new RunId(7), state, trigger));
                else Assert.Matches("^run 7 .+; .+", RunTransitions.Refusal(new RunId(7), state, trigger));
                Assert.False(state.IsFinal() && cell.Taken, $"{trigger} does something to a run that {state}");
            }
        }
    }
}
