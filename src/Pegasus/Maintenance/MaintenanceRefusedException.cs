namespace Nightshift.Pegasus.Maintenance;

/// <summary>Something stands in the way, or did not become as it has to be; the message names it and what to do.</summary>
internal sealed class MaintenanceRefusedException(string message) : InvalidOperationException(message);
