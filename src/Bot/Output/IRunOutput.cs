using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Bot.Output;

/// <summary>How the command line tells what happens: JSON lines, plain lines, or a live list on a terminal.</summary>
internal interface IRunOutput : IDisposable
{
    /// <summary>An answer that is not a run.</summary>
    void Reply(Reply reply);

    /// <summary>The run as it was submitted, with its plan.</summary>
    void Submitted(RunView run);

    /// <summary>Something changed; <paramref name="changed"/> are the steps whose state, attempt or waiting sentence is new.</summary>
    void Changed(RunView run, IReadOnlyList<StepView> changed);

    /// <summary>The run came to another state, or says another reason for it: a guard holds it, it is paused, it waits behind another.</summary>
    void Stands(RunView run);

    /// <summary>What the playbook told the channel.</summary>
    void Said(RunView run, string text);

    /// <summary>A sentence of the program itself: an approval given, a run resumed.</summary>
    void Note(string sentence);

    /// <summary>The last word.</summary>
    void Ended(RunView run);
}
