namespace Nightshift.Onebox.Deployment;

/// <summary>The box cannot do what was asked; the message says why and what to do.</summary>
public sealed class OneboxException(string message, Exception? cause = null) : Exception(message, cause);
