namespace Nightshift.Runs;

/// <summary>Enough of a hash to tell plans apart; what people type to approve.</summary>
public static class ShortHash
{
    private const int Length = 12;

    public static string Of(string hash) => hash[..Math.Min(Length, hash.Length)];

    public static string Of(Plan plan) => Of(plan.Hash);
}
