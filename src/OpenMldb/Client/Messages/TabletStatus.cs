using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>One line of ShowTablet.</summary>
/// <param name="Endpoint">The identity: <c>host:port</c>, or a name with use_name.</param>
/// <param name="State">As this nameserver sees it.</param>
/// <param name="Age">Since the last change of state as seen by this nameserver (not process uptime); null when absent.</param>
/// <param name="RealEndpoint">With use_name the address behind the name; null when unknown or not used.</param>
public sealed record TabletStatus(Endpoint Endpoint, TabletState State, TimeSpan? Age, Endpoint? RealEndpoint);

/// <summary>One line of ShowSdkEndpoint: the address that SDKs are told to use for a named tablet.</summary>
public sealed record SdkEndpoint(Endpoint Endpoint, Endpoint? RealEndpoint);
