namespace Nightshift.Runs;

public enum RunMode
{
    /// <summary>Reads are real; what would change something describes itself and returns its predicted result.</summary>
    Plan,

    /// <summary>Every step is journaled and carried out.</summary>
    Execute,
}
