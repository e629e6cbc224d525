namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>An <c>error_code</c>: on the wire its name (<c>src/utils/error_code.h</c>).</summary>
internal readonly record struct ErrorCode
{
    private readonly string? _name;

    public ErrorCode(string name) => _name = name == "ERR_OK" ? null : name;

    public static ErrorCode Ok => default;

    public static ErrorCode Unknown => new("ERR_UNKNOWN");

    public static ErrorCode Timeout => new("ERR_TIMEOUT");

    public static ErrorCode NetworkFailure => new("ERR_NETWORK_FAILURE");

    public static ErrorCode HandlerNotFound => new("ERR_HANDLER_NOT_FOUND");

    public static ErrorCode ServiceNotActive => new("ERR_SERVICE_NOT_ACTIVE");

    public static ErrorCode ForwardToOthers => new("ERR_FORWARD_TO_OTHERS");

    public static ErrorCode ObjectNotFound => new("ERR_OBJECT_NOT_FOUND");

    public static ErrorCode InvalidVersion => new("ERR_INVALID_VERSION");

    public static ErrorCode InvalidParameters => new("ERR_INVALID_PARAMETERS");

    public static ErrorCode InvalidState => new("ERR_INVALID_STATE");

    public static ErrorCode InvalidData => new("ERR_INVALID_DATA");

    public static ErrorCode InactiveState => new("ERR_INACTIVE_STATE");

    public static ErrorCode CapacityExceeded => new("ERR_CAPACITY_EXCEEDED");

    public static ErrorCode NotEnoughMember => new("ERR_NOT_ENOUGH_MEMBER");

    public static ErrorCode StateFreezed => new("ERR_STATE_FREEZED");

    public static ErrorCode Busy => new("ERR_BUSY");

    public static ErrorCode BusyCreating => new("ERR_BUSY_CREATING");

    public static ErrorCode BusyDropping => new("ERR_BUSY_DROPPING");

    public static ErrorCode AppExist => new("ERR_APP_EXIST");

    public static ErrorCode AppNotExist => new("ERR_APP_NOT_EXIST");

    public static ErrorCode AppDropped => new("ERR_APP_DROPPED");

    public static ErrorCode InconsistentState => new("ERR_INCONSISTENT_STATE");

    public static ErrorCode UnderRecovery => new("ERR_UNDER_RECOVERY");

    public static ErrorCode AclDeny => new("ERR_ACL_DENY");

    public static ErrorCode ZooKeeperOperation => new("ERR_ZOOKEEPER_OPERATION");

    public static ErrorCode TryAgain => new("ERR_TRY_AGAIN");

    public string Name => _name ?? "ERR_OK";

    public bool IsOk => _name is null;

    public override string ToString() => Name;
}
