namespace Nightshift.Onebox.OpenMldb;

/// <summary>The process ends by itself, as upstream does by <c>exit(code)</c>.</summary>
internal sealed class NodeExitException(int code, string reason) : Exception(reason)
{
    public int Code { get; } = code;
}
