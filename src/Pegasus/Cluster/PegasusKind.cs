namespace Nightshift.Pegasus;
internal static class PegasusKind { public const string KindName = "pegasus"; }
