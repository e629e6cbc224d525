using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>The bar beside a message.</summary>
internal static class Colors
{
    public static int Of(RunState state) => state switch
    {
        RunState.Succeeded => 0x2E_A0_43,
        RunState.Failed => 0xD7_3A_49,
        RunState.AwaitingDecision or RunState.Paused or RunState.AwaitingApproval => 0xE3_B3_41,
        RunState.Stopped or RunState.Stopping or RunState.Rejected or RunState.Expired => 0x8B_94_9E,
        _ => 0x1F_6F_EB,
    };

    public static int Of(RiskTier tier) => tier switch
    {
        RiskTier.Low => 0x1F_6F_EB,
        RiskTier.Elevated => 0xE3_B3_41,
        _ => 0xD7_3A_49,
    };
}
