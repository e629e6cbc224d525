namespace Nightshift.Onebox.Components.ApiServer;

/// <summary>An answer with a code other than 0.</summary>
internal sealed class ApiException(int code, string message) : Exception(message)
{
    /// <summary>Validation, parsing.</summary>
    public const int Invalid = -1;
    public const int CommandError = 2000;
    public const int ServerError = 2001;
    public const int EngineError = 1501;

    public int Code { get; } = code;
}
