namespace Nightshift.Hosts;

/// <summary>An id of a detached command was used for another command before; nothing was started.</summary>
public sealed class DetachedConflictException(HostAddress host, DetachedId id)
    : HostException(host, $"the id {id} belongs to another command")
{
    public DetachedId Id { get; } = id;
}
