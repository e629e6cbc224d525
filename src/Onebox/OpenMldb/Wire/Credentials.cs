namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>What counts as authorised with <c>--skip_grant_tables=false</c> (<c>src/auth/brpc_authenticator.cc</c>).</summary>
internal static class Credentials
{
    private const string ServiceToken = "sdefault";

    /// <summary>Root with the empty password, the only user of a new cluster.</summary>
    private const string Root = "uroot:1e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static bool Accepts(string authorization) => authorization is ServiceToken or Root;
}
