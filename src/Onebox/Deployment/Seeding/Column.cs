namespace Nightshift.Onebox.Deployment.Seeding;

/// <summary>A column of a demo table.</summary>
/// <param name="Type">A <c>data_type</c>: <c>kString</c>, <c>kBigInt</c> or <c>kTimestamp</c> (milliseconds).</param>
internal sealed record Column(string Name, string Type);
