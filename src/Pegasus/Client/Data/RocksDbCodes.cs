namespace Nightshift.Pegasus.Client.Data;

/// <summary>Codes of RocksDB inside the answers of the data path, the third layer of errors (<c>src/base/pegasus_const.h</c>, <c>rocksdb::Status</c>).</summary>
internal static class RocksDbCodes
{
    public const int Ok = 0;
    public const int NotFound = 1;

    public static string Name(int code) => code switch
    {
        2 => "kCorruption",
        3 => "kNotSupported",
        4 => "kInvalidArgument",
        5 => "kIOError",
        9 => "kTimedOut",
        10 => "kAborted",
        11 => "kBusy",
        12 => "kExpired",
        13 => "kTryAgain",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"RocksDB code {code}"),
    };
}
