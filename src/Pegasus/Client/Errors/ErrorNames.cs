namespace Nightshift.Pegasus.Client;

/// <summary>Names of errors on the wire that decisions depend on (<c>src/utils/error_code.h</c>).</summary>
public static class ErrorNames
{
    public const string Ok = "ERR_OK";
    public const string ForwardToOthers = "ERR_FORWARD_TO_OTHERS";
    public const string ServiceNotActive = "ERR_SERVICE_NOT_ACTIVE";
    public const string UnderRecovery = "ERR_UNDER_RECOVERY";
    public const string AclDeny = "ERR_ACL_DENY";
    public const string InvalidParameters = "ERR_INVALID_PARAMETERS";
    public const string InvalidState = "ERR_INVALID_STATE";
    public const string ObjectNotFound = "ERR_OBJECT_NOT_FOUND";
    public const string NotEnoughMember = "ERR_NOT_ENOUGH_MEMBER";
    public const string HandlerNotFound = "ERR_HANDLER_NOT_FOUND";
    public const string StateFreezed = "ERR_STATE_FREEZED";
    public const string AppNotExist = "ERR_APP_NOT_EXIST";
    public const string AppExist = "ERR_APP_EXIST";
    public const string Timeout = "ERR_TIMEOUT";
    public const string Busy = "ERR_BUSY";
    public const string BusyCreating = "ERR_BUSY_CREATING";
    public const string BusyDropping = "ERR_BUSY_DROPPING";
    public const string Unauthenticated = "ERR_UNAUTHENTICATED";
}
