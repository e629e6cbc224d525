namespace Nightshift.Hosts;

/// <summary>The machines that clusters live on. Owns the connections to them; disposing closes those.</summary>
public interface IHosts : IAsyncDisposable
{
    /// <summary>
    /// The machine at <paramref name="address"/>: this one for a loopback name without user and port (unless configured otherwise), else
    /// by OpenSSH. Opens no connection; the same address gives the same object.
    /// </summary>
    IHost Get(HostAddress address);
}
