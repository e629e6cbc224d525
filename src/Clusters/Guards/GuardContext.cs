namespace Nightshift.Clusters;

/// <summary>What the guards of one run are made for. They are made once per run and process, when it begins or is taken up again.</summary>
public sealed record GuardContext(IRunInHand Run);
