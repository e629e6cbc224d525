using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>What becomes of a request whose connection broke after it was sent.</summary>
internal enum AfterLoss
{
    /// <summary>Send it again on the next connection.</summary>
    SendAgain,

    /// <summary>Fail it: nobody knows whether it happened, or it breaks every connection.</summary>
    Fail,
}

/// <summary>A pure decision: every operation is listed, an unknown one is never sent again.</summary>
internal static class RetryPolicy
{
    /// <summary>A read that has seen so many connections die is more likely their cause than their victim.</summary>
    public const int MostAttempts = 5;

    public static AfterLoss AfterConnectionLoss(OpCode operation, Exception cause, int attempts) =>
        IsRead(operation) && cause is not ZooKeeperProtocolException && attempts < MostAttempts ? AfterLoss.SendAgain : AfterLoss.Fail;

    /// <summary>Whether doing it twice is the same as doing it once.</summary>
    public static bool IsRead(OpCode operation) => operation switch
    {
        OpCode.Exists or OpCode.GetData or OpCode.GetChildren or OpCode.GetChildren2 or OpCode.GetAcl or OpCode.Sync => true,
        OpCode.Create or OpCode.Create2 or OpCode.Delete or OpCode.SetData or OpCode.SetAcl or OpCode.Multi => false,
        _ => false,
    };
}
