using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>A request that is answered with an error code.</summary>
internal sealed class Refusal(ErrorCode code) : Exception(code.ToString())
{
    public ErrorCode Code { get; } = code;
}
