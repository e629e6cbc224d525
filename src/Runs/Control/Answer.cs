namespace Nightshift.Runs;

/// <summary>The answer to a command given to a run: whether it was taken, and the sentence for the person who gave it.</summary>
public sealed record Answer(bool Accepted, string Sentence)
{
    public static Answer Yes(string sentence) => new(true, sentence);

    public static Answer No(string sentence) => new(false, sentence);
}
