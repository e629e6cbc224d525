namespace Nightshift.Pegasus.Canary;

/// <summary>The probe cannot write or cannot be believed; the message says why and what to do.</summary>
public sealed class CanaryException(string message, Exception? innerException = null) : Exception(message, innerException);
